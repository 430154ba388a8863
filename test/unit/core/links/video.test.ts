import assert from 'node:assert/strict';
import { videoFor, type LinkedVideo } from '../../../../src/core/links/video';

const film: LinkedVideo = {
  path: 'generated-videos/kite flight.mp4',
  poster: 'generated-videos/kite flight.poster.jpg',
  alt: 'A "red" kite & a hill',
  width: 960,
  height: 540,
};

describe('the snippet of a film', () => {
  it('is a video element with poster and size in HTML and Markdown', () => {
    const element =
      '<video src="generated-videos/kite%20flight.mp4" poster="generated-videos/kite%20flight.poster.jpg"' +
      ' width="960" height="540" aria-label="A &quot;red&quot; kite &amp; a hill" controls playsinline></video>';
    assert.equal(videoFor('html', film), element);
    assert.equal(videoFor('markdown', film), element);
  });

  it('is an element that JSX can read in MDX and JSX', () => {
    const element =
      '<video src="generated-videos/kite%20flight.mp4" poster="generated-videos/kite%20flight.poster.jpg"' +
      ' width={960} height={540} aria-label={"A \\"red\\" kite & a hill"} controls playsInline />';
    assert.equal(videoFor('mdx', film), element);
    assert.equal(videoFor('typescriptreact', film), element);
  });

  it('leaves out what is not known', () => {
    assert.equal(
      videoFor('html', { path: 'a.mp4', alt: '', width: 0, height: 0 }),
      '<video src="a.mp4" controls playsinline></video>',
    );
  });

  it('is the path where the language has no such element', () => {
    for (const languageId of ['plaintext', 'python', 'json', 'latex', 'asciidoc']) {
      assert.equal(videoFor(languageId, film), film.path, languageId);
    }
  });
});
