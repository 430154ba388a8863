import assert from 'node:assert/strict';
import { RunWatch } from '../../../../../src/features/promptFiles/grid/runWatch';
import { english } from '../../../platform/english';
import { cells, failed, made, making, run, waiting } from './world';

describe('what is said of a run while it goes on', () => {
  const watch = (): RunWatch => new RunWatch(english, () => 5000);

  it('says nothing of what was so before', () => {
    const own = watch();
    const { said, failed: failures } = own.look(run('paused', [made(1), waiting]));
    assert.equal(said, undefined);
    assert.deepEqual(failures, []);
  });

  it('says each quarter once, and the end', () => {
    const own = watch();
    own.look(run('paused', [waiting, waiting, waiting, waiting]));
    assert.equal(own.look(run('running', [making, waiting, waiting, waiting])).said, undefined);
    assert.equal(own.look(run('running', [made(1), waiting, waiting, waiting])).said, '1 of 4 made.');
    assert.equal(own.look(run('running', [made(1), making, waiting, waiting])).said, undefined);
    assert.equal(
      own.look(run('paused', [made(1), made(2), waiting, waiting])).said,
      'Paused: 2 of 4 made, 2 to go.',
    );
    own.look(run('running', [made(1), made(2), waiting, waiting]));
    assert.equal(
      own.look(run('finished', [made(1), made(2), made(3), failed])).said,
      'Finished: 3 of 4 made, 1 failed.',
    );
  });

  it('tells a stop at once', () => {
    const own = watch();
    own.look(run('running', [making, waiting]));
    const news = own.look(run('stopped', [made(1), waiting]));
    assert.equal(news.said, 'Stopped: 1 of 2 made, 1 to go.');
    assert.equal(news.isUrgent, true);
  });

  it('tells of each failure once, and again when it has failed again', () => {
    const own = watch();
    const key = cells[0]?.key;
    own.look(run('running', [making]));
    assert.deepEqual(
      own.look(run('running', [failed])).failed.map((each) => each.key),
      [key],
    );
    assert.deepEqual(own.look(run('running', [failed])).failed, []);
    own.look(run('running', [making]));
    assert.deepEqual(
      own.look(run('running', [failed])).failed.map((each) => each.key),
      [key],
    );
  });

  it('knows since when a cell is being made', () => {
    const own = watch();
    own.look(run('running', [making]));
    assert.deepEqual([...own.since.values()], [5000]);
    own.look(run('running', [made(1)]));
    assert.equal(own.since.size, 0);
  });
});
