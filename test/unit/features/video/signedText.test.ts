import assert from 'node:assert/strict';
import { signedText } from '../../../../src/features/video/signedText';
import { english } from '../../platform/english';

const wantedUntil = Date.UTC(2026, 10, 27, 12);
const say = (session?: { readonly endsAt?: number }): string =>
  signedText(
    { name: 'kite.png', label: '7 days', wantedUntil },
    { url: 'https://x', ...(session ? { session } : {}) },
    english,
  );

describe('what is said of a presigned URL', () => {
  it('is how long it works', () => {
    assert.equal(say(), 'The URL of kite.png is on the clipboard. It works for 7 days.');
    assert.equal(say({ endsAt: wantedUntil }), say());
  });

  it('is that it ends with the session that signed it, and when', () => {
    assert.equal(
      say({ endsAt: Date.UTC(2026, 10, 20, 18, 30) }),
      'The URL of kite.png is on the clipboard. It works until November 20, 2026, 18:30, not for 7 days: then the temporary credentials that signed it end.',
    );
    assert.match(say({}), /not longer than your AWS sign-in: it was signed with temporary credentials\.$/);
  });
});
