/** Why a bucket cannot take films; each is found before money is spent. */
export type BucketProblem =
  /** No bucket has been chosen. */
  | 'notSet'
  /** The setting names no bucket. */
  | 'badName'
  | 'missing'
  | 'wrongRegion'
  | 'otherOwner'
  | 'noPermission'
  /** Its encryption key may not be used. */
  | 'keyDenied'
  /** Everybody can read it. */
  | 'public'
  /** To be made, and somebody has a bucket of that name. */
  | 'nameTaken'
  /** To be removed, and somebody else's objects are in it. */
  | 'notEmpty';

/** The ways in which a video can fail that an image cannot. Each is one that a user would act on differently. */
export type VideoErrorKind =
  // What the service says of a film: https://docs.aws.amazon.com/nova/latest/userguide/video-gen-errors.html
  /** The content filter held the film back. */
  | { readonly kind: 'videoFiltered' }
  | { readonly kind: 'videoServiceFailed' }
  | { readonly kind: 'videoNoCapacity' }
  | { readonly kind: 'videoAborted' }
  /** In a sentence that nobody has documented; empty where there is none. */
  | { readonly kind: 'videoFailed'; readonly reason: string }
  // The way there and back
  /** Nobody can say whether the service has taken the request, and it cannot be found. */
  | { readonly kind: 'videoLost' }
  /** Nothing is there where the film should be. */
  | { readonly kind: 'videoGone'; readonly uri: string }
  /** Another object stands where the film was. */
  | { readonly kind: 'videoChanged'; readonly uri: string }
  | { readonly kind: 'notAVideo'; readonly uri: string }
  // The bucket
  | {
      readonly kind: 'bucketUnusable';
      readonly bucket: string;
      readonly problem: BucketProblem;
      /** The model's. */
      readonly region: string;
      readonly bucketRegion?: string;
      /** What is not allowed, such as `s3:PutObject`. */
      readonly action?: string;
    };
