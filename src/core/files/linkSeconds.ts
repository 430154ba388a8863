/** What S3 takes with long-lived keys: https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-presigned-url.html */
const LONGEST_SECONDS = 7 * 24 * 3600;
const SHORTEST_SECONDS = 15 * 60;

/** How long a presigned URL works that was asked for this long: 15 minutes to 7 days. */
export function linkSeconds(seconds: number): number {
  return Math.min(LONGEST_SECONDS, Math.max(SHORTEST_SECONDS, Math.round(seconds)));
}
