/** Pages that several descriptors quote, and the day they were read. */
export const lifecyclePage =
  'https://docs.aws.amazon.com/bedrock/latest/userguide/model-lifecycle-legacy.html';
export const readOn = '2026-11-20';
