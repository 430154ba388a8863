import type { ActionId } from './messages';
import type { Words } from './words';

/** What stands in a label that names something: the model of `Use {0}`, the region of `Switch to {0}`. */
export type LabelValues = Partial<Record<ActionId, string>>;

/** The words on a button. */
export function actionLabel(action: ActionId, { t }: Words, values: LabelValues = {}): string {
  const value = values[action];
  switch (action) {
    case 'retry':
      return t('Retry');
    case 'retrySaving':
      return t('Retry Saving');
    case 'retryUpload':
      return t('Retry Upload');
    case 'retryDownload':
      return t('Retry Download');
    case 'signIn':
      return t('Sign In');
    case 'connect':
    case 'connectToAws':
      return t('Connect to AWS');
    case 'tryOffline':
      return t('Try Offline');
    case 'checkSetup':
      return t('Check AWS Setup');
    case 'chooseModel':
      return t('Choose a Model');
    case 'useSuccessor':
      return value === undefined ? t('Use the Successor') : t('Use {0}', value);
    case 'useProfileId':
      return value === undefined ? t('Use the Inference Profile') : t('Use {0}', value);
    case 'switchRegion':
      return value === undefined ? t('Choose Region') : t('Switch to {0}', value);
    case 'openModelAccess':
      return t('Open Model Access');
    case 'openServiceQuotas':
      return t('Open Service Quotas');
    case 'setUpVideoBucket':
      return t('Set Up Video Bucket');
    case 'copyPolicy':
      return t('Copy Policy for an Administrator');
    case 'changeBudget':
      return t('Change Budget');
    case 'showSpending':
      return t('Show Spending');
    case 'manageTrust':
      return t('Manage Trust');
    case 'chooseFolder':
      return t('Choose Folder');
    case 'saveElsewhere':
      return t('Save Elsewhere…');
    case 'editPrompt':
      return t('Edit Prompt');
    case 'nextSeed':
      return t('Next Seed');
    case 'chooseAnotherImage':
      return t('Choose Another Image');
    case 'changeRequest':
      return t('Change It');
    case 'showDetails':
      return t('Show Details');
    case 'showAnswer':
      return t('Show Answer');
    case 'showLog':
      return t('Show Log');
    case 'openVideo':
      return t('Open');
    case 'insertSnippet':
      return t('Insert Snippet');
    case 'showJobs':
      return t('Show Jobs');
    case 'showImage':
      return t('Show Image');
    case 'saveAsJpeg':
      return t('Save as JPEG Too');
    case 'editInStudio':
      return t('Edit in Studio');
    case 'showInGallery':
      return t('Show in Gallery');
    case 'chooseAnother':
      return t('Choose Another');
    case 'reviewMoves':
      return t('Review Moves…');
    case 'goToDocument':
      return value === undefined ? t('Go to Document') : t('Go to {0}', value);
    case 'undo':
      return t('Undo');
  }
}
