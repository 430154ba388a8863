import assert from 'node:assert/strict';
import { readImages } from '../../../../../src/core/vision/alt/read';
import { altEdits, decorativeEdits } from '../../../../../src/core/vision/alt/edits';
import type { AltText } from '../../../../../src/core/vision/alt/altText';
import type { DocumentImage } from '../../../../../src/core/vision/alt/image';

function apply(text: string, edits: readonly { offset: number; length: number; text: string }[]): string {
  let result = text;
  for (const edit of [...edits].sort((a, b) => b.offset - a.offset)) {
    result = result.slice(0, edit.offset) + edit.text + result.slice(edit.offset + edit.length);
  }
  return result;
}

/** The document with the text written into each image that has none. */
function written(text: string, languageId: string, alt: AltText): string {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const edits = readImages(text, languageId)
    .filter((image) => image.alt.kind !== 'dynamic')
    .flatMap((image) => altEdits({ text, languageId, eol }, image, alt).edits);
  return apply(text, edits);
}

/** The document with each of its images marked as decoration. */
function decorated(text: string, languageId: string): string {
  const place = { text, languageId, eol: '\n' } as const;
  return apply(
    text,
    readImages(text, languageId).flatMap((image) => decorativeEdits(place, image)),
  );
}

const informative = (alt: string): AltText => ({ kind: 'informative', alt });
const facts = (images: readonly DocumentImage[]): readonly unknown[] =>
  images.map(({ target, alt, link, caption }) => ({
    target,
    alt: alt.kind === 'text' ? alt.text : alt.kind,
    ...(link === undefined ? {} : { link }),
    ...(caption === undefined ? {} : { caption }),
  }));

const lamp = 'A lamp [brass], 5" & <old>';

describe('alt texts in Markdown', () => {
  it('reads inline images, references and elements', () => {
    const text = [
      '---',
      'cover: ![](no.png)',
      '---',
      '# Setup',
      '',
      '![](a.png) and ![A *lamp*](<b c.png> "title") and ![](img_(1).png)',
      '',
      '[![](d%20e.png)](https://example.com/x)',
      '',
      '![][ref] ![Ref] ![named][ref]',
      '',
      '<img src="f.png"> <img src="g.png" alt="">',
      '',
      '[ref]: images/ref.png "Reference"',
    ].join('\n');
    assert.deepEqual(facts(readImages(text, 'markdown')), [
      { target: 'a.png', alt: 'none' },
      { target: 'b c.png', alt: 'A *lamp*' },
      { target: 'img_(1).png', alt: 'none' },
      { target: 'd e.png', alt: 'none', link: 'https://example.com/x' },
      { target: 'images/ref.png', alt: 'none' },
      { target: 'images/ref.png', alt: 'dynamic' },
      { target: 'images/ref.png', alt: 'named' },
      { target: 'f.png', alt: 'none' },
      { target: 'g.png', alt: 'empty' },
    ]);
  });

  it('leaves code, comments and escaped marks alone', () => {
    const text = [
      '```md',
      '![](fence.png)',
      '```',
      '`![](span.png)` \\![](escaped.png)',
      '<!-- ![](comment.png) -->',
      '',
      '    ![](indented.png)',
      '',
      '- item',
      '',
      '    ![](in-list.png)',
      '',
      '~~~',
      '<img src="fence.png">',
      '~~~',
      '![](real.png)',
    ].join('\n');
    assert.deepEqual(facts(readImages(text, 'markdown')), [
      { target: 'in-list.png', alt: 'none' },
      { target: 'real.png', alt: 'none' },
    ]);
  });

  it('writes the text escaped, and nothing else', () => {
    assert.equal(
      written('Before ![](a.png "t") after ![][r].\n\n[r]: b.png\n', 'markdown', informative(lamp)),
      'Before ![A lamp \\[brass\\], 5" & \\<old>](a.png "t") after ![A lamp \\[brass\\], 5" & \\<old>][r].\n\n[r]: b.png\n',
    );
  });

  it('reads back what it has written', () => {
    for (const alt of [lamp, 'a_b *c* `d` | ~e~ \\ f', 'Türlampe, 灯 ランプ']) {
      const [image] = readImages(written('![](a.png)', 'markdown', informative(alt)), 'markdown');
      assert.deepEqual(image?.alt, { kind: 'text', text: alt });
    }
  });

  it('puts a long description into a paragraph below', () => {
    const complex: AltText = {
      kind: 'complex',
      alt: 'Chart of sales',
      description: '1. *Sales* rose [fast].',
    };
    assert.equal(
      written('Text ![](a.png) goes on\nhere.\n\nNext.\n', 'markdown', complex),
      'Text ![Chart of sales](a.png) goes on\nhere.\n\n1\\. \\*Sales\\* rose \\[fast\\].\n\nNext.\n',
    );
  });

  it('writes elements and braces of MDX as expressions', () => {
    const text =
      'import shot from "./shot.png"\n\n![](a.png)\n\n<img src={shot} />\n\n{/* <img src="no.png" /> */}\n';
    assert.deepEqual(facts(readImages(text, 'mdx')), [
      { target: 'a.png', alt: 'none' },
      { target: './shot.png', alt: 'none' },
    ]);
    assert.equal(
      written(text, 'mdx', informative('{x} "y"')),
      'import shot from "./shot.png"\n\n![\\{x\\} "y"](a.png)\n\n<img src={shot} alt={"{x} \\"y\\""} />\n\n{/* <img src="no.png" /> */}\n',
    );
  });
});

describe('decoration', () => {
  it('is an element in Markdown, because empty brackets are what nobody has decided yet', () => {
    const text =
      'A ![](a.png) b ![Old](<b c.png>) c ![][r].\n\n![](https://x.y/d.png?a=1&b=2)\n\n[r]: e.png\n';
    const marked =
      'A <img src="a.png" alt=""> b <img src="b%20c.png" alt=""> c <img src="e.png" alt="">.\n\n' +
      '<img src="https://x.y/d.png?a=1&amp;b=2" alt="">\n\n[r]: e.png\n';
    assert.equal(decorated(text, 'markdown'), marked);
    assert.ok(readImages(marked, 'markdown').every(({ alt }) => alt.kind === 'empty'));
    assert.equal(decorated(marked, 'markdown'), marked);
  });

  it('is not offered where the element would take something away', () => {
    const titled = '![](a.png "A title")\n';
    assert.equal(decorated(titled, 'markdown'), titled);
    const captioned = 'Before.\n\n![](a.png)\n*The caption*\n';
    assert.equal(decorated(captioned, 'markdown'), captioned);
    assert.equal(
      decorated('Words\n![](a.png)\nwords\n', 'markdown'),
      'Words\n<img src="a.png" alt="">\nwords\n',
    );
  });

  it('is an element in MDX where the path means the same in one', () => {
    assert.equal(
      decorated('![](/img/a.png) ![](b.png)', 'mdx'),
      '<img src="/img/a.png" alt="" /> ![](b.png)',
    );
  });

  it('is an empty text where the form has one', () => {
    assert.equal(decorated('<img src="a.png" alt="Old">', 'html'), '<img src="a.png" alt="">');
    assert.equal(
      decorated('const a = <img src="a.png" />;', 'typescriptreact'),
      'const a = <img src="a.png" alt="" />;',
    );
    assert.equal(decorated('image::a.png[]\n', 'asciidoc'), 'image::a.png[alt=""]\n');
    assert.equal(decorated('.. image:: a.png\n', 'restructuredtext'), '.. image:: a.png\n   :alt:\n');
  });
});

describe('alt texts in HTML and Vue', () => {
  it('reads images of the page, not of scripts and comments', () => {
    const text = [
      '<!-- <img src="no.png"> --><script>const x = \'<img src="no.png">\';</script>',
      '<a href="/shop?a=1&amp;b=2"><img class=x src=bare.png></a>',
      "<figure><IMG SRC='q.png' ALT='5 &gt; 3'><figcaption>A <b>bold</b> one</figcaption></figure>",
      '<img src="d.png" role="presentation"><img data-x="a > b" src="e.png" alt="">',
    ].join('\n');
    assert.deepEqual(facts(readImages(text, 'html')), [
      { target: 'bare.png', alt: 'none', link: '/shop?a=1&b=2' },
      { target: 'q.png', alt: '5 > 3', caption: 'A bold one' },
      { target: 'd.png', alt: 'empty' },
      { target: 'e.png', alt: 'empty' },
    ]);
  });

  it('writes after the source, or in place of the old text', () => {
    assert.equal(
      written('<img src="a.png" width="3"><img alt=\'x\' src=b.png>', 'html', informative(lamp)),
      '<img src="a.png" alt="A lamp [brass], 5&quot; &amp; &lt;old&gt;" width="3"><img alt="A lamp [brass], 5&quot; &amp; &lt;old&gt;" src=b.png>',
    );
    assert.equal(
      written('<img src="a.png">', 'html', { kind: 'decorative', alt: '' }),
      '<img src="a.png" alt="">',
    );
  });

  it('writes a long description behind the element that holds the image', () => {
    const complex: AltText = { kind: 'complex', alt: 'Plan', description: 'Rooms & {halls}.' };
    assert.equal(
      written('<p><img src="a.png"></p>\n<p>Next</p>\n', 'html', complex),
      '<p><img src="a.png" alt="Plan"></p>\n<p>Rooms &amp; &#123;halls&#125;.</p>\n<p>Next</p>\n',
    );
  });

  it('knows the bound attributes and imports of Vue', () => {
    const text = [
      '<template>',
      '  <img :src="logo" />',
      '  <img src="@/assets/a.png" :alt="title" />',
      '  <NuxtImg src="/b.png" />',
      '  <img :src="url" />',
      '</template>',
      '<script setup>',
      "import logo from '@/assets/logo.svg?url';",
      '</script>',
    ].join('\n');
    assert.deepEqual(facts(readImages(text, 'vue')), [
      { target: '@/assets/logo.svg', alt: 'none' },
      { target: '@/assets/a.png', alt: 'dynamic' },
      { target: '/b.png', alt: 'none' },
    ]);
    assert.match(
      written(text, 'vue', informative('{{ x }}')),
      /<NuxtImg src="\/b\.png" alt="&#123;&#123; x &#125;&#125;" \/>/,
    );
  });
});

describe('alt texts in JSX and TSX', () => {
  const text = [
    "import hero from './hero.png';",
    '// <img src="comment.png" />',
    'const html = \'<img src="string.png">\';',
    'export const Page = ({ title }: { title: string }) => (',
    '  <main>',
    '    <img src={hero} onClick={() => { if (1 > 0) go("}"); }} />',
    '    <Image src={require("./b.png")} alt={title} />',
    '    <img src="/c.png" alt={`plain`} />',
    '    <img {...props} src="/d.png" />',
    '    <img src={title} />',
    '    <a href="/home"><img src="/logo.png" alt="" /></a>',
    '  </main>',
    ');',
  ].join('\n');

  it('reads elements with imported and required sources', () => {
    assert.deepEqual(facts(readImages(text, 'typescriptreact')), [
      { target: './hero.png', alt: 'none' },
      { target: './b.png', alt: 'dynamic' },
      { target: '/c.png', alt: 'plain' },
      { target: '/d.png', alt: 'dynamic' },
      { target: '/logo.png', alt: 'empty', link: '/home' },
    ]);
  });

  it('reads JSX in files of plain JavaScript, and no other code', () => {
    assert.equal(readImages('const a = <img src="x.png" />;', 'javascript').length, 1);
    assert.equal(readImages('print("<img src=x.png>")', 'python').length, 0);
  });

  it('writes quotes as an expression', () => {
    const one = 'const a = <img src="x.png" />;';
    assert.equal(
      written(one, 'typescriptreact', informative('A lamp')),
      'const a = <img src="x.png" alt="A lamp" />;',
    );
    assert.equal(
      written(one, 'typescriptreact', informative('5" & more')),
      'const a = <img src="x.png" alt={"5\\" & more"} />;',
    );
  });

  it('writes a description among other elements, and nowhere else', () => {
    const complex: AltText = { kind: 'complex', alt: 'Plan', description: 'Two {rooms}.' };
    assert.equal(
      written('<div>\n  <img src="x.png" />\n</div>', 'javascriptreact', complex),
      '<div>\n  <img src="x.png" alt="Plan" />\n  <p>{"Two {rooms}."}</p>\n</div>',
    );
    const alone = 'return <img src="x.png" />;';
    const [image] = readImages(alone, 'javascriptreact');
    assert.ok(image);
    const place = { text: alone, languageId: 'javascriptreact', eol: '\n' } as const;
    assert.equal(altEdits(place, image, complex).isDescriptionPlaced, false);
    assert.equal(written(alone, 'javascriptreact', complex), 'return <img src="x.png" alt="Plan" />;');
  });
});

describe('alt texts in AsciiDoc', () => {
  it('reads macros with their attributes', () => {
    const text = [
      '.The lamp',
      'image::lamp.png[]',
      '',
      'Text image:icon.png["5, 6",16] and image:x.png[alt=Named,link=https://a.b] image::w.png[width=30]',
      'image::dec.png[alt=""] image::attr.png[{desc}]',
      '----',
      'image::no.png[]',
      '----',
      '// image::no.png[]',
    ].join('\n');
    assert.deepEqual(facts(readImages(text, 'asciidoc')), [
      { target: 'lamp.png', alt: 'none', caption: 'The lamp' },
      { target: 'icon.png', alt: '5, 6' },
      { target: 'x.png', alt: 'Named', link: 'https://a.b' },
      { target: 'w.png', alt: 'none' },
      { target: 'dec.png', alt: 'empty' },
      { target: 'attr.png', alt: 'dynamic' },
    ]);
  });

  it('writes into the list without losing the rest of it', () => {
    const text =
      'image::a.png[]\n\nimage::b.png[Old,300]\n\nimage::c.png[width=30]\n\nimage::d.png[width=3,alt=Old]\n';
    assert.equal(
      written(text, 'asciidoc', informative('A lamp, [brass]')),
      'image::a.png["A lamp, &#91;brass&#93;"]\n\nimage::b.png["A lamp, &#91;brass&#93;",300]\n\n' +
        'image::c.png["A lamp, &#91;brass&#93;",width=30]\n\nimage::d.png[width=3,alt="A lamp, &#91;brass&#93;"]\n',
    );
    assert.equal(
      written('image::a.png[]', 'asciidoc', { kind: 'decorative', alt: '' }),
      'image::a.png[alt=""]',
    );
  });

  it('writes marks inside a line as references', () => {
    assert.equal(
      written('A image:a.png[] b', 'asciidoc', informative('x_y *z*')),
      'A image:a.png[x&#95;y &#42;z&#42;] b',
    );
  });
});

describe('alt texts in reStructuredText', () => {
  it('reads directives with their options', () => {
    const text = [
      '.. image:: a.png',
      '',
      '.. figure:: b\\ c.png',
      '   :width: 30px',
      '   :alt: A lamp that',
      '         shines',
      '   :target: https://a.b',
      '',
      '   The caption.',
      '',
      '.. |logo| image:: logo.png',
      '',
      'Example::',
      '',
      '   .. image:: no.png',
      '',
      '.. code-block:: rst',
      '',
      '   .. image:: no.png',
      '',
    ].join('\n');
    assert.deepEqual(facts(readImages(text, 'restructuredtext')), [
      { target: 'a.png', alt: 'none' },
      { target: 'b c.png', alt: 'A lamp that shines', link: 'https://a.b', caption: 'The caption.' },
      { target: 'logo.png', alt: 'none' },
    ]);
  });

  it('writes the option with the indentation of the others', () => {
    assert.equal(
      written('.. image:: a.png\n     :width: 3px\n\nText\n', 'restructuredtext', informative('A lamp: "x"')),
      '.. image:: a.png\n     :alt: A lamp: "x"\n     :width: 3px\n\nText\n',
    );
    assert.equal(
      written('.. image:: a.png\r\n   :alt: old\r\n\r\nText\r\n', 'restructuredtext', informative('New')),
      '.. image:: a.png\r\n   :alt: New\r\n\r\nText\r\n',
    );
    assert.equal(
      written('- item\n\n  .. image:: a.png\n', 'restructuredtext', { kind: 'decorative', alt: '' }),
      '- item\n\n  .. image:: a.png\n     :alt:\n',
    );
  });
});

describe('reading images', () => {
  it('ends on hostile documents', () => {
    for (const text of [
      '!['.repeat(20_000),
      '<img '.repeat(20_000),
      '<img src={'.repeat(5000),
      'image:'.repeat(20_000),
      '`'.repeat(9999) + '![](a.png)',
    ]) {
      for (const languageId of [
        'markdown',
        'mdx',
        'html',
        'typescriptreact',
        'asciidoc',
        'restructuredtext',
      ]) {
        assert.ok(readImages(text, languageId).length < 2);
      }
    }
  });
});
