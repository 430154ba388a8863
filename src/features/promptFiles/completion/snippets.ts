import * as vscode from 'vscode';
import type { FieldDescriptor } from '../../../core/promptFiles/fields';
import type { Words } from '../../../platform/words';

/** A field's name, and what leads to its value. @param depth how many maps are around it */
export function fieldValue({ name, value }: FieldDescriptor, depth: number): vscode.SnippetString {
  const text = new vscode.SnippetString(`${name}:`);
  const isMap = value.kind === 'map' || value.kind === 'variables';
  return isMap
    ? text.appendText(`\n${'  '.repeat(depth + 1)}`).appendTabstop(0)
    : text.appendText(' ').appendTabstop(0);
}

/** Whole files to begin with. */
export function emptyFileSnippets({ t }: Words): vscode.CompletionItem[] {
  return [
    snippet(
      t('Prompt file'),
      t('One image'),
      '---\nmodel: ${1:stability.stable-image-core-v1:1}\nsize: ${2:16:9}\nseed: ${3:1}\n---\n\n${0:A tall fern in a blue pot, flat illustration}\n',
    ),
    snippet(
      t('Prompt file with variables'),
      t('One image for each value'),
      '---\nmodel: ${1:stability.stable-image-core-v1:1}\nsize: ${2:1:1}\nvariables:\n  ${3:product}: [${4:a mug, a lamp}]\n---\n\n${0:{{${3:product}\\}\\} on a wooden table, soft light}\n',
    ),
    snippet(
      t('Prompt file with a grid'),
      t('Styles across, seeds down'),
      '---\nmodel: ${1:stability.stable-image-core-v1:1}\nstyle: [${2:digital-art, line-art, photographic}]\nseed: ${3:1..4}\ngrid: { columns: style, rows: seed }\n---\n\n${0:A tall fern in a blue pot}\n',
    ),
    snippet(
      t('Prompt file for an edit'),
      t('Fill the masked area of an image'),
      '---\ntask: inpaint\nmodel: ${1:stability.stable-image-inpaint-v1:0}\nimage: ${2:lamp.jpg}\nmask: ${3:lamp.mask.png}\n---\n\n${0:A brass desk lamp}\n',
    ),
  ];
}

function snippet(label: string, detail: string, body: string): vscode.CompletionItem {
  const item = new vscode.CompletionItem(label, vscode.CompletionItemKind.Snippet);
  item.detail = detail;
  item.insertText = new vscode.SnippetString(body);
  return item;
}
