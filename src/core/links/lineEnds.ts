/** A text whose lines all end alike. */
export interface EvenText {
  readonly text: string;
  readonly eol: '\n' | '\r\n';
}

/**
 * A file's text as VS Code opens it: where line ends are mixed, all become the one that most lines have. Offsets into
 * this text are offsets into the document; offsets into the file would not be.
 *
 * @see https://github.com/microsoft/vscode/blob/main/src/vs/editor/common/model/pieceTreeTextBuffer/pieceTreeTextBufferBuilder.ts
 */
export function evenLineEnds(text: string): EvenText {
  let [crlf, others, carriageReturns] = [0, 0, 0];
  for (const [lineEnd] of text.matchAll(/\r\n|\n|\r/g)) {
    if (lineEnd === '\r\n') crlf++;
    else others++;
    if (lineEnd === '\r') carriageReturns++;
  }
  const eol = crlf + carriageReturns > (crlf + others) / 2 ? '\r\n' : '\n';
  const isEven = carriageReturns === 0 && (crlf === 0 || others === 0);
  return { text: isEven ? text : text.replace(/\r\n|\n|\r/g, eol), eol };
}
