import sharp from 'sharp';

/** Documents of a site, ten in each of six formats, each with one image that lacks its text and others that have theirs. */
export interface SampleSite {
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  readonly picture: Uint8Array;
  /** In `site/`, without its folder. */
  readonly names: readonly string[];
  /** The documents with `@ALT@` where the text belongs. */
  readonly templates: Readonly<Record<string, string>>;
}

/** One format: its extension, and a document of it. `@MISSING@` is what stands there before, `@ALT@` what comes after. */
interface Format {
  readonly extension: string;
  readonly document: (number: number) => string;
  readonly missing: string;
  readonly written: string;
}

const formats: readonly Format[] = [
  {
    extension: 'md',
    document: (number) =>
      `# Page ${number}\n\nThe lamp stands on the table in room ${number}.\n\n@IMAGE@\n\n![A kept text](pictures/kept.png)\n\nIn code: \`![](pictures/lamp.png)\`\n`,
    missing: '![](pictures/lamp.png)',
    written: '![@ALT@](pictures/lamp.png)',
  },
  {
    extension: 'mdx',
    document: (number) =>
      `import { Note } from './note'\n\n# Page ${number}\n\n<Note>The lamp in room {${number}}.</Note>\n\n@IMAGE@\n`,
    missing: '![](pictures/lamp.png "A title")',
    written: '![@ALT@](pictures/lamp.png "A title")',
  },
  {
    extension: 'html',
    document: (number) =>
      `<!doctype html>\r\n<html lang="en">\r\n<body>\r\n<h1>Page ${number}</h1>\r\n<p>The lamp stands on the table.</p>\r\n@IMAGE@\r\n<img src="pictures/kept.png" alt="">\r\n<!-- <img src="pictures/lamp.png"> -->\r\n</body>\r\n</html>\r\n`,
    missing: '<img src="pictures/lamp.png" width="40">',
    written: '<img src="pictures/lamp.png" alt="@ALT@" width="40">',
  },
  {
    extension: 'tsx',
    document: (number) =>
      `export function Page${number}() {\n  return (\n    <main>\n      <h1>Page ${number}</h1>\n      <p>The lamp stands on the table.</p>\n      @IMAGE@\n      <img src="pictures/kept.png" alt={text} />\n    </main>\n  );\n}\n`,
    missing: '<img src="pictures/lamp.png" />',
    written: '<img src="pictures/lamp.png" alt="@ALT@" />',
  },
  {
    extension: 'adoc',
    document: (number) =>
      `= Page ${number}\n:imagesdir: pictures\n\nThe lamp stands on the table.\n\n@IMAGE@\n\nimage::kept.png[A kept text]\n`,
    missing: 'image::lamp.png[]',
    written: 'image::lamp.png[@ALT@]',
  },
  {
    extension: 'rst',
    document: (number) =>
      `Page ${number}\n=======\n\nThe lamp stands on the table.\n\n@IMAGE@\n\n.. image:: pictures/kept.png\n   :alt: A kept text\n`,
    missing: '.. image:: pictures/lamp.png',
    written: '.. image:: pictures/lamp.png\n   :alt: @ALT@',
  },
];

export async function sampleSite(): Promise<SampleSite> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300"><rect width="400" height="300" fill="#cfd8dc"/>
    <path d="M180 90h60l20 60h-100z" fill="#f9a825"/><rect x="205" y="150" width="10" height="70" fill="#5d4037"/></svg>`;
  const picture = new Uint8Array(await sharp(Buffer.from(svg)).png().toBuffer());
  const files: Record<string, string | Uint8Array> = {
    'site/pictures/lamp.png': picture,
    'site/pictures/kept.png': picture,
  };
  const templates: Record<string, string> = {};
  for (const { extension, document, missing, written } of formats) {
    for (let number = 1; number <= 10; number++) {
      const path = `site/page${number}.${extension}`;
      files[path] = document(number).replace('@IMAGE@', missing);
      templates[path] = document(number).replace('@IMAGE@', written);
    }
  }
  const names = [...Object.keys(templates).map((path) => path.slice('site/'.length)), 'pictures'];
  return { files, picture, names, templates };
}

/** What each document must be afterwards: itself with a text of one line in the one place, byte for byte. */
export function sitePatterns({ templates }: SampleSite): readonly (readonly [string, RegExp])[] {
  return Object.entries(templates).map(([path, template]) => [
    path,
    new RegExp(`^${template.split('@ALT@').map(escapePattern).join('[^\\r\\n<>]{10,160}')}$`),
  ]);
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
