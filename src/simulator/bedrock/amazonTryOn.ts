import { boxed, inverted } from '../pictures/mask';
import { pictureOf, type Picture, type Plane } from '../pictures/picture';
import { areaNamed } from '../pictures/subject';
import { bodyPartOf, triedOn, type BodyPart } from '../pictures/tryOn';
import type { AmazonTask } from './amazonTasks';
import type { Fields } from './fields';
import { readBlackAndWhiteMask, readImage, type ImageRules } from './inputImages';

const upper: BodyPart = [0.18, 0.55];
const lower: BodyPart = [0.5, 0.92];
const full: BodyPart = [0.18, 0.92];
const feet: BodyPart = [0.88, 1];

/** @see https://docs.aws.amazon.com/nova/latest/userguide/image-gen-req-resp-structure.html */
const garmentClasses = {
  UPPER_BODY: upper,
  LOWER_BODY: lower,
  FULL_BODY: full,
  FOOTWEAR: feet,
  LONG_SLEEVE_SHIRT: upper,
  SHORT_SLEEVE_SHIRT: upper,
  NO_SLEEVE_SHIRT: upper,
  OTHER_UPPER_BODY: upper,
  LONG_PANTS: lower,
  SHORT_PANTS: lower,
  OTHER_LOWER_BODY: lower,
  LONG_DRESS: full,
  SHORT_DRESS: full,
  FULL_BODY_OUTFIT: full,
  OTHER_FULL_BODY: full,
  SHOES: feet,
  BOOTS: feet,
  OTHER_FOOTWEAR: feet,
} as const;
type GarmentClass = keyof typeof garmentClasses;

const maskShapes = ['CONTOUR', 'BOUNDING_BOX', 'DEFAULT'] as const;
const edges = { BALANCED: 'usual', SEAMLESS: 'soft', DETAILED: 'sharp' } as const;

/** The garment of the reference image on the person of the source image; black of a mask is changed. */
export const virtualTryOn: AmazonTask = {
  parametersKey: 'virtualTryOnParams',
  configuration: 'noSize',
  async read(parameters, { variant }) {
    const sourceText = parameters.requiredEncoded('sourceImage');
    const referenceText = parameters.requiredEncoded('referenceImage');
    const areaOf = readArea(parameters, variant.maxTextLength, variant.images);
    readExclusions(parameters.object('maskExclusions'));
    const mergeStyle = parameters.choice('mergeStyle', ['BALANCED', 'SEAMLESS', 'DETAILED']) ?? 'BALANCED';
    const isMaskWanted = parameters.flag('returnMask') ?? false;
    parameters.close();
    const person = await readImage(sourceText, 'sourceImage', variant.images);
    const garment = await readImage(referenceText, 'referenceImage', variant.images);
    const change = await areaOf(person);
    return {
      make: (seed) => triedOn(person, garment, change, edges[mergeStyle], seed),
      ...(isMaskWanted ? { mask: pictureOf(inverted(change)) } : {}),
    };
  },
};

/** Reads the one kind of mask that `maskType` names; another kind beside it is a field too many. */
function readArea(
  parameters: Fields,
  maxTextLength: number,
  rules: ImageRules,
): (person: Picture) => Plane | Promise<Plane> {
  switch (parameters.requiredChoice('maskType', ['IMAGE', 'GARMENT', 'PROMPT'])) {
    case 'IMAGE': {
      const mask = parameters.requiredObject('imageBasedMask');
      const text = mask.requiredEncoded('maskImage');
      mask.close();
      return async (person) => inverted(await readBlackAndWhiteMask(text, 'maskImage', rules, person));
    }
    case 'GARMENT': {
      const mask = parameters.requiredObject('garmentBasedMask');
      const garmentClass = mask.requiredChoice('garmentClass', Object.keys(garmentClasses) as GarmentClass[]);
      const shape = mask.choice('maskShape', maskShapes);
      readStyling(mask.object('garmentStyling'));
      mask.close();
      return (person) => {
        const area = bodyPartOf(person, garmentClasses[garmentClass]);
        return shape === 'BOUNDING_BOX' ? boxed(area) : area;
      };
    }
    case 'PROMPT': {
      const mask = parameters.requiredObject('promptBasedMask');
      const words = mask.requiredText('maskPrompt', { min: 1, max: maxTextLength });
      const shape = mask.choice('maskShape', maskShapes);
      mask.close();
      // A box is what words make unless a contour is asked for.
      return (person) => {
        const area = areaNamed(person, words);
        return shape === 'CONTOUR' ? area : boxed(area);
      };
    }
  }
}

/** Checked, and without effect: nothing here tells a sleeve from an arm. */
function readStyling(styling: Fields | undefined): void {
  styling?.choice('longSleeveStyle', ['SLEEVE_DOWN', 'SLEEVE_UP']);
  styling?.choice('tuckingStyle', ['UNTUCKED', 'TUCKED']);
  styling?.choice('outerLayerStyle', ['CLOSED', 'OPEN']);
  styling?.close();
}

/** Checked, and without effect: the bands of the body leave the face and the hands out as it is. */
function readExclusions(exclusions: Fields | undefined): void {
  for (const key of ['preserveBodyPose', 'preserveHands', 'preserveFace']) {
    exclusions?.choice(key, ['ON', 'OFF', 'DEFAULT']);
  }
  exclusions?.close();
}
