/** The ways in which looking at images can fail that making them cannot. Each is one that a user would act on differently. */
export type VisionErrorKind =
  /** No model that looks at images can be used in this region. */
  | { readonly kind: 'noVisionModel'; readonly region: string }
  | { readonly kind: 'tooManyImages'; readonly count: number; readonly maxCount: number }
  /** Even the last message alone is longer than the model reads. */
  | { readonly kind: 'questionTooLong'; readonly modelId: string }
  /** The content filter held the model's answer back. */
  | { readonly kind: 'answerFiltered' }
  /** Asked for a form twice, the model filled in neither. */
  | {
      readonly kind: 'noUsableAnswer';
      readonly asked: VisionPurpose;
      /** Undefined where the model's price is not known. */
      readonly spentUsd: number | undefined;
    }
  /** The stream broke off; what had come is kept by whoever asked. `byService`: the service itself ended it. */
  | { readonly kind: 'streamBroken'; readonly hasText: boolean; readonly byService?: boolean };

/** What a model is asked for; also the word under which it is booked. */
export type VisionPurpose =
  | 'describe'
  | 'altText'
  | 'ask'
  | 'judge'
  | 'classify'
  | 'checkMatch'
  | 'maskPrompt'
  | 'translateQuery'
  | 'expandPrompt';
