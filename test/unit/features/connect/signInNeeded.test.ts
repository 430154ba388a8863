import assert from 'node:assert/strict';
import { Emitter } from '../../../../src/core/emitter';
import type { ImageError } from '../../../../src/core/errors';
import { SignInNeeded } from '../../../../src/features/connect/signInNeeded';

describe('the need to sign in', () => {
  it('begins with an expired sign-in, and ends when something works', () => {
    const reports = new Emitter<ImageError>();
    const status = new SignInNeeded(reports.event);
    let changes = 0;
    status.onDidChange(() => changes++);

    reports.fire({ kind: 'throttled', modelId: 'm', attempts: 5 });
    assert.equal(status.isNeeded, false);
    reports.fire({ kind: 'signInExpired', isSso: true });
    reports.fire({ kind: 'signInExpired', isSso: true });
    assert.equal(status.isNeeded, true);
    assert.equal(changes, 1);

    status.works();
    status.works();
    assert.equal(status.isNeeded, false);
    assert.equal(changes, 2);
  });

  it('listens no longer once it is disposed', () => {
    const reports = new Emitter<ImageError>();
    const status = new SignInNeeded(reports.event);
    status.dispose();
    reports.fire({ kind: 'signInExpired', isSso: true });
    assert.equal(status.isNeeded, false);
  });
});
