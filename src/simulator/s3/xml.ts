const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/** @param isMarkup true where the content is markup already */
export function element(name: string, content: string | number, isMarkup = false): string {
  const text = String(content);
  // Control characters cannot stand in XML 1.0, except as numbers.
  const safe = isMarkup
    ? text
    : text
        .replace(/[&<>"]/g, (letter) => entities[letter] ?? letter)
        .replace(/[\n\r\t]/g, (letter) => `&#${letter.charCodeAt(0)};`);
  return `<${name}>${safe}</${name}>`;
}

export function xmlDocument(content: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${content}`;
}

/** The root of most S3 answers. */
export function s3Root(name: string, content: string): string {
  return xmlDocument(`<${name} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${content}</${name}>`);
}

/** The texts of all elements of a name in a small, flat request body. */
export function textsOf(xml: string, name: string): readonly string[] {
  return [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map(([, text = '']) =>
    text.replace(
      /&(amp|lt|gt|quot|apos|#(\d+)|#x([0-9a-fA-F]+));/g,
      (whole, named: string, decimal?: string, hexadecimal?: string) => {
        if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
        if (hexadecimal !== undefined) return String.fromCodePoint(Number.parseInt(hexadecimal, 16));
        return { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }[named] ?? whole;
      },
    ),
  );
}
