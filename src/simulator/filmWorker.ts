// The thread that makes films. Started by path; one shot after the other.
import { parentPort } from 'node:worker_threads';
import type { FilmReply, FilmWork } from './film/protocol';
import { encodeShot } from './film/shot';

let last: Promise<void> = Promise.resolve();

async function answer({ id, request }: FilmWork): Promise<void> {
  let reply: FilmReply;
  try {
    reply = { id, file: await encodeShot(request) };
  } catch (cause) {
    reply = { id, error: cause instanceof Error ? cause.message : 'The encoder failed' };
  }
  parentPort?.postMessage(reply);
}

parentPort?.on('message', (work: FilmWork) => {
  last = last.then(() => answer(work));
});
