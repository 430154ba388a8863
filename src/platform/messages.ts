/** What a button under a message does. Each is offered only where somebody handles it. */
export type ActionId =
  | 'retry'
  | 'retrySaving'
  | 'retryUpload'
  | 'retryDownload'
  | 'signIn'
  | 'connect'
  | 'connectToAws'
  | 'tryOffline'
  | 'checkSetup'
  | 'chooseModel'
  | 'useSuccessor'
  | 'useProfileId'
  | 'switchRegion'
  | 'openModelAccess'
  | 'openServiceQuotas'
  | 'setUpVideoBucket'
  | 'copyPolicy'
  | 'changeBudget'
  | 'showSpending'
  | 'manageTrust'
  | 'chooseFolder'
  | 'saveElsewhere'
  | 'editPrompt'
  | 'nextSeed'
  | 'chooseAnotherImage'
  | 'changeRequest'
  | 'showDetails'
  | 'showAnswer'
  | 'showLog'
  | 'openVideo'
  | 'insertSnippet'
  | 'showJobs'
  | 'showImage'
  | 'saveAsJpeg'
  | 'editInStudio'
  | 'showInGallery'
  | 'chooseAnother'
  | 'goToDocument'
  | 'reviewMoves'
  | 'undo';

export interface UserMessage {
  readonly severity: 'info' | 'warning' | 'error';
  /** One or two whole sentences: what happened, then what it cost. */
  readonly text: string;
  readonly actions: readonly ActionId[];
}

/** What each button does here; a button without a handler is not shown. */
export type ActionHandlers = Partial<Record<ActionId, () => unknown>>;
