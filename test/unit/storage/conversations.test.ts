import assert from 'node:assert/strict';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  addQuestion,
  beginAnswer,
  newConversation,
  type Conversation,
} from '../../../src/core/vision/ask/conversation';
import { DiskConversations } from '../../../src/storage/conversations';
import { fileSystemWith, filesBelow, silentLog, systemError, useFolder } from './surroundings';

const id = (number: number): string => `${number}`.padStart(8, '0') + '-0000-4000-8000-000000000000';

function conversation(number: number, text: string, at = number): Conversation {
  return addQuestion(newConversation(id(number), at), { id: 'm1', text }, at);
}

describe('DiskConversations', () => {
  const folder = useFolder();
  const store = (): DiskConversations => new DiskConversations(folder(), silentLog);

  it('keeps the conversations of each workspace apart, the newest first', async () => {
    await store().write('file:///a', conversation(1, 'One', 10));
    await store().write('file:///a', conversation(2, 'Two', 20));
    await store().write('file:///b', conversation(3, 'Three', 30));
    assert.deepEqual(await store().list('file:///a'), [
      { id: id(2), title: 'Two', changedAt: 20 },
      { id: id(1), title: 'One', changedAt: 10 },
    ]);
    assert.deepEqual(await store().read('file:///a', id(1)), conversation(1, 'One', 10));
    assert.equal(await store().read('file:///a', id(3)), undefined);
  });

  it('replaces a conversation whole, and leaves nothing else', async () => {
    const own = store();
    const first = conversation(1, 'One');
    const begun = beginAnswer(first, { id: 'm2', modelId: 'm', modelName: 'M' }, 2);
    await Promise.all([own.write('', first), own.write('', begun)]);
    assert.equal((await own.read('', id(1)))?.messages.length, 2);
    assert.equal((await filesBelow(folder())).length, 1);
  });

  it('removes one', async () => {
    await store().write('', conversation(1, 'One'));
    await store().remove('', id(1));
    assert.deepEqual(await store().list(''), []);
  });

  it('passes over what is damaged or somebody else’s', async () => {
    await store().write('', conversation(1, 'One'));
    const [workspace = ''] = await readdir(join(folder(), 'conversations'));
    const own = join(folder(), 'conversations', workspace);
    await writeFile(join(own, `${id(2)}.json`), '{"cut');
    await writeFile(join(own, 'notes.json'), '{}');
    await mkdir(join(own, `${id(3)}.json`));
    assert.equal((await store().list('')).length, 1);
    assert.equal(await store().read('', id(2)), undefined);
  });

  it('is no way to other files', async () => {
    await assert.rejects(store().remove('', '../../x'), TypeError);
    assert.equal(await store().read('', '../../x'), undefined);
  });

  it('says when the disk is full', async () => {
    const full = fileSystemWith({ writeNew: () => Promise.reject(systemError('ENOSPC')) });
    const written = await new DiskConversations(folder(), silentLog, full).write('', conversation(1, 'One'));
    assert(!written.ok && written.error.kind === 'diskFull');
  });
});
