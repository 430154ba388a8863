/**
 * A prompt as it is sent: line ends of every system are the same, lines that were only wrapped are joined, points of a list
 * and paragraphs stay apart, and no blanks stand at the ends.
 */
export function tidy(text: string): string {
  if (!needsTidying.test(text)) return text;
  let tidied = '';
  let isParagraphOpen = false;
  for (const line of text.split(/\r\n|\n|\r|\u2028|\u2029/)) {
    const words = line.replace(/[ \t\u00a0]+/g, ' ').trim();
    if (words === '') {
      isParagraphOpen = false;
      continue;
    }
    if (tidied !== '') tidied += !isParagraphOpen ? '\n\n' : listItem.test(words) ? '\n' : ' ';
    tidied += words;
    isParagraphOpen = true;
  }
  return tidied;
}

const needsTidying = /[\r\n\u2028\u2029\t\u00a0]|^\s| {2}|\s$/;
const listItem = /^(?:[-*+]|\d{1,4}[.)]) /;
