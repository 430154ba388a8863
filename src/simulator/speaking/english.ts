import type { Words } from './words';

export const english: Words = {
  placeholder: 'Offline placeholder',
  colors: {
    red: 'red',
    orange: 'orange',
    yellow: 'yellow',
    green: 'green',
    turquoise: 'turquoise',
    blue: 'blue',
    purple: 'purple',
    pink: 'pink',
    brown: 'brown',
    beige: 'beige',
    black: 'black',
    gray: 'gray',
    white: 'white',
  },
  shapes: { landscape: 'landscape format', portrait: 'portrait format', square: 'square format' },
  lights: { dark: 'dark', medium: 'of medium brightness', bright: 'bright' },
  degrees: { low: 'low', medium: 'medium', high: 'high' },
  rows: { top: 'top', middle: 'middle', bottom: 'bottom' },
  columns: { left: 'left', center: 'center', right: 'right' },
  and: 'and',
  place: (row, column) =>
    row === 'middle' && column === 'center'
      ? 'in the center'
      : row === 'middle'
        ? `at the ${column}`
        : column === 'center'
          ? `at the ${row}`
          : `at the ${row} ${column}`,
  mainly: (colors) => `mainly ${colors}`,
  area: (color, place) => `${article(color)} ${color} area ${place}`,
  noArea: 'no single area that stands out',
  background: (color) => `${article(color)} ${color} background`,
  size: (width, height, format) => `The file is ${format} of ${width} × ${height} pixels.`,
  light: (light) => `The picture is ${light}.`,
  contrast: (degree) => `Contrast is ${degree}.`,
  detail: (degree) => `The amount of detail is ${degree}.`,
  shareOfArea: (percent) => `It covers ${percent} % of the picture.`,
  transparent: 'Parts of it are transparent.',
  mark: 'It bears the mark of an offline preview.',
  drawn: (prompt) => `a drawing made offline from “${prompt}”`,
  edited: (prompt) => `a drawing changed offline with “${prompt}”`,
  noPicture: 'There is no picture in this request, and nothing else is measured offline.',
  noText: 'There is no text that can be read offline.',
  markText: 'OFFLINE PREVIEW',
  picture: (number) => `Picture ${number}`,
  cannotTell: (measured) => `This cannot be answered offline. What can be measured: ${measured}`,
  story: (area, colors, light) =>
    `Once there was ${area}. All around it lay ${colors}, and the day was ${light}. Nobody knew where it all had come from. It stayed, and all was well.`,
  brighter: (number) => `Picture ${number} is the brightest.`,
  larger: (number) => `Picture ${number} has the most pixels.`,
  equal: 'In size and brightness they are alike.',
  found: (things) => `Found in the picture: ${things}.`,
  missing: (things) => `Not found in the picture: ${things}.`,
  noEvidence: 'Nothing that can be measured speaks for or against it.',
  nothingFavors: 'Nothing that can be measured favors one of the choices.',
  score: (name, value) => `${name}: ${value}/10`,
  criteria: {
    fidelity: 'Prompt fidelity',
    composition: 'Composition',
    text: 'Text',
    artefacts: 'Artifacts',
    brand: 'Brand fit',
    overall: 'Overall',
  },
  suggestions: {
    light: 'bright, even light',
    dim: 'softer light with deeper shadows',
    contrast: 'clear contrast between subject and background',
    center: 'one main subject in the center',
    calm: 'a calm background',
    keep: 'the same scene, finely detailed',
  },
  verdicts: { fits: 'fits', differs: 'does not fit' },
  noWordsFor: (language) => `no words for ${language}`,
};

function article(word: string): string {
  return /^[aeiou]/.test(word) ? 'an' : 'a';
}
