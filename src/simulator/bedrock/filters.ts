/** What Amazon's own models answer to what they do not take: https://docs.aws.amazon.com/nova/latest/userguide/video-gen-errors.html */
export const blockedText =
  'This request has been blocked by our content filters. Please adjust your text prompt to submit a new request.';
export const blockedImage =
  'This request has been blocked by our content filters. Please adjust your input image to submit a new request.';
