/**
 * What a message with images may hold, whatever the model.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Message.html
 */
export const MAX_IMAGES = 20;
/** 3.75 MB; read as the smaller of the two units that are called so. */
export const MAX_IMAGE_BYTES = 3_750_000;
export const MAX_IMAGE_SIDE_PX = 8000;

/**
 * Longer sides are scaled down by the models themselves, so they would only cost time on the way.
 *
 * @see https://docs.anthropic.com/en/docs/build-with-claude/vision
 */
export const USUAL_SIDE_PX = 1568;

/**
 * A request's images together, before base64 makes a third more of them.
 *
 * @see https://docs.aws.amazon.com/nova/latest/userguide/modalities-image.html (25 MB)
 */
export const MAX_REQUEST_IMAGE_BYTES = 18_000_000;
