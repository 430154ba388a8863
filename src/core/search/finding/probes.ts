/**
 * Descriptions of all kinds of pictures, to learn how alike words and pictures are that have nothing to do with each
 * other. Where some of them do fit, they are too few to matter. A change makes them another set: count up `PROBE_SET`.
 */
export const probeTexts: readonly string[] = [
  'a handwritten letter',
  'traffic on a motorway',
  'a bowl of soup',
  'two people talking',
  'a map of a harbor',
  'a bar chart with labels',
  'a sleeping cat',
  'an empty office',
  'a mountain landscape',
  'a login form',
  'the logo of a company',
  'a crowd at a concert',
  'a medical scan',
  'an insect on a leaf',
  'a wooden chair',
  'rain on a window',
  'a football match',
  'a page of printed text',
  'the launch of a rocket',
  'the drawing of a child',
  'an abstract pattern',
  'the skyline of a city',
  'the portrait of a woman',
  'a part of a machine',
];

export const PROBE_SET = 1;
