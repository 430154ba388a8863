/** Facts that Stability AI's models share, text to image and image services. */

export const aspectRatios = ['1:1', '16:9', '9:16', '3:2', '2:3', '4:5', '5:4', '21:9', '9:21'] as const;

/**
 * 0 asks Stability's models for a random seed. Core and Ultra are documented up to 4294967295, the others to
 * 4294967294: the smaller one fits all.
 */
export const stabilitySeed = { min: 0, max: 4_294_967_294 };
