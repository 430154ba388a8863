import assert from 'node:assert/strict';
import { Pace } from '../../../../src/core/search/embedding/pace';

describe('the pace of requests', () => {
  it('slows down once for requests that were refused together', () => {
    const pace = new Pace(2000);
    const sentAt = pace.perMinute;
    for (let request = 0; request < 16; request++) pace.refused(sentAt);
    assert.equal(pace.perMinute, 1400);
    pace.refused(pace.perMinute);
    assert.equal(pace.perMinute, 979);
  });

  it('finds a quota that is far below the published one, and never stands still', () => {
    const pace = new Pace(2000);
    for (let request = 0; request < 100; request++) pace.refused(pace.perMinute);
    assert.equal(pace.perMinute, 1);
    pace.succeeded();
    assert.ok(pace.perMinute > 1);
  });

  it('is as quick as before within a few minutes of answers, and no quicker', () => {
    const pace = new Pace(2000);
    while (pace.perMinute > 10) pace.refused(pace.perMinute);
    let minutes = 0;
    while (pace.perMinute < 2000) {
      minutes += 1 / pace.perMinute;
      pace.succeeded();
    }
    assert.ok(minutes < 5, `${minutes} minutes`);
    for (let request = 0; request < 1000; request++) pace.succeeded();
    assert.equal(pace.perMinute, 2000);
  });

  it('stays useful where one request in fifty is refused by chance', () => {
    const pace = new Pace(2000);
    let least = Infinity;
    for (let request = 1; request < 20_000; request++) {
      if (request % 50 === 0) pace.refused(pace.perMinute);
      else pace.succeeded();
      least = Math.min(least, pace.perMinute);
    }
    assert.ok(least >= 150, String(least));
  });
});
