import * as vscode from 'vscode';
import { relativeLink } from '../../../core/links/relative';
import { slugFrom } from '../../../core/names/slug';
import { err, ok, type Result } from '../../../core/result';
import { titleOf, type Conversation } from '../../../core/vision/ask/conversation';
import { conversationMarkdown } from '../../../core/vision/ask/markdown';
import { findPurpose, type OwnPurpose } from '../../../core/vision/purposes';
import { nameOf } from '../../../platform/documentLink';
import { pick } from '../../../platform/quickPick';
import type { DescribeDependencies } from '../ports';
import { purposeLine } from '../purposeWords';

const { t } = vscode.l10n;

/** Earlier conversations of this workspace, and conversations as documents. */
export class ConversationMenu {
  readonly #deps: Pick<DescribeDependencies, 'conversations' | 'workspace' | 'format'>;

  constructor(deps: Pick<DescribeDependencies, 'conversations' | 'workspace' | 'format'>) {
    this.#deps = deps;
  }

  /** @param currentId of the conversation that is shown */
  async pickEarlier(currentId: string): Promise<Conversation | undefined> {
    const { conversations, workspace, format } = this.#deps;
    const entries = (await conversations.list(workspace())).filter(({ id }) => id !== currentId);
    const picked = await pick<string | undefined>({
      title: t('Earlier Conversations'),
      rows:
        entries.length === 0
          ? [{ label: t('There are no earlier conversations in this workspace.'), value: undefined }]
          : entries.map(({ id, title, changedAt }) => ({
              label: title === '' ? t('Without a question') : title,
              description: format.date(changedAt),
              value: id,
            })),
    });
    if (picked.kind !== 'picked' || picked.value === undefined) return undefined;
    return conversations.read(workspace(), picked.value);
  }

  /** @returns what to say; undefined when the user leaves */
  async saveMarkdown(
    conversation: Conversation,
    own: readonly OwnPurpose[],
    beside: vscode.Uri | undefined,
  ): Promise<Result<string | undefined>> {
    const folder = beside ? vscode.Uri.joinPath(beside, '..') : vscode.workspace.workspaceFolders?.[0]?.uri;
    const shown = withLines(conversation, own);
    const title = titleOf(shown);
    const name = `${slugFrom(title) || 'conversation'}.md`;
    const target = await vscode.window.showSaveDialog({
      title: t('Save Conversation'),
      filters: { Markdown: ['md'] },
      ...(folder ? { defaultUri: vscode.Uri.joinPath(folder, name) } : {}),
    });
    if (!target) return ok(undefined);
    const text = conversationMarkdown(
      shown,
      { title, you: t('You'), incomplete: t('This answer is not complete.') },
      (uri) => {
        const file = vscode.Uri.parse(uri, true);
        return file.scheme === target.scheme ? relativeLink(target.path, file.path) : undefined;
      },
    );
    try {
      await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(text));
      return ok(t('Saved {0}.', vscode.workspace.asRelativePath(target)));
    } catch (cause) {
      const reason = cause instanceof vscode.FileSystemError ? cause.code : 'Unknown';
      return err({ kind: 'notWritable', folder: nameOf(vscode.Uri.joinPath(target, '..')), reason });
    }
  }
}

/** Questions as the user saw them: a purpose by its title. */
function withLines(conversation: Conversation, own: readonly OwnPurpose[]): Conversation {
  return {
    ...conversation,
    messages: conversation.messages.map((message) => {
      if (message.role !== 'user' || message.purpose === undefined) return message;
      const purpose = findPurpose(message.purpose, own);
      return purpose ? { ...message, text: purposeLine(purpose, message.text) } : message;
    }),
  };
}
