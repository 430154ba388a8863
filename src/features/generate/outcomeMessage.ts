import * as vscode from 'vscode';
import type { Format } from '../../platform/format';
import type { ActionId, UserMessage } from '../../platform/messages';
import type { LinkOutcome } from '../../platform/documentLink';

const { t } = vscode.l10n;

/** What is said after images were saved. */
export interface SuccessFacts {
  readonly fileNames: readonly string[];
  readonly askedFor: number;
  readonly heldBack: number;
  readonly folderName: string;
  readonly link: LinkOutcome;
  readonly spentUsd: number;
  readonly provider: 'bedrock' | 'offline';
  readonly wasCancelled: boolean;
  readonly mayBeCharged: boolean;
}

/** One notification for one command; undefined when there is nothing to say. */
export function successMessage(format: Format, facts: SuccessFacts): UserMessage | undefined {
  const count = facts.fileNames.length;
  if (count === 0) return undefined;
  const price = facts.provider === 'offline' ? t('free, offline preview') : format.about(facts.spentUsd);
  if (facts.wasCancelled) {
    const text = format.isOne(count)
      ? t('Cancelled. {0} image had arrived and was saved ({1}).', format.number(count), price)
      : t('Cancelled. {0} images had arrived and were saved ({1}).', format.number(count), price);
    return { severity: 'info', text, actions: ['showInGallery', 'showImage'] };
  }
  if (facts.heldBack > 0) {
    const saved = t(
      'Saved {0} of {1} images ({2}).',
      format.number(count),
      format.number(facts.askedFor),
      price,
    );
    const held = format.isOne(facts.heldBack)
      ? t('The content filter held one back; it may be charged.')
      : t('The content filter held {0} back; they may be charged.', format.number(facts.heldBack));
    return {
      severity: 'warning',
      text: `${saved} ${held}`,
      actions: ['chooseAnother', 'showInGallery', 'showImage'],
    };
  }
  const actions: ActionId[] = ['showImage', count === 1 ? 'editInStudio' : 'showInGallery'];
  if (count > 1 && facts.link.kind === 'linked') actions.unshift('chooseAnother');
  if (facts.link.kind === 'clipboard') actions.unshift('goToDocument');
  if (facts.provider === 'offline') actions.push('connectToAws');
  return { severity: 'info', text: savedText(format, facts, price), actions };
}

function savedText(
  format: Format,
  { fileNames, folderName, link, askedFor }: SuccessFacts,
  price: string,
): string {
  const [first = ''] = fileNames;
  const count = fileNames.length;
  if (link.kind === 'clipboard') {
    return count === 1
      ? t('Saved {0}. {1} changed meanwhile, so the link is on the clipboard.', first, link.documentName)
      : t(
          'Saved {0} images to {1}. {2} changed meanwhile, so the links are on the clipboard.',
          format.number(count),
          folderName,
          link.documentName,
        );
  }
  if (count < askedFor) {
    return t('Saved {0} of {1} images ({2}).', format.number(count), format.number(askedFor), price);
  }
  if (count === 1) {
    return link.kind === 'linked'
      ? t('Saved {0} and linked it in {1} ({2}).', first, link.documentName, price)
      : t('Saved {0} ({1}).', first, price);
  }
  return link.kind === 'linked'
    ? t(
        'Saved {0} images to {1}. {2} links the first ({3}).',
        format.number(count),
        folderName,
        link.documentName,
        price,
      )
    : t('Saved {0} images to {1} ({2}).', format.number(count), folderName, price);
}

/** After Cancel with nothing saved: silent when nothing was sent. */
export function cancelledMessage(
  format: Format,
  mayBeCharged: boolean,
  priceUsd: number,
): UserMessage | undefined {
  return mayBeCharged
    ? {
        severity: 'info',
        text: t('Cancelled. The request already sent may be charged ({0}).', format.about(priceUsd)),
        actions: ['showSpending'],
      }
    : undefined;
}
