import type * as vscode from 'vscode';
import type { Log } from '../core/log';

/** The one output channel, with a topic before each line: `[bedrock] …`. */
export function logWithTopic(channel: vscode.LogOutputChannel, topic: string): Log {
  const prefix = `[${topic}] `;
  return {
    trace: (message, ...facts) => channel.trace(prefix + message, ...facts),
    debug: (message, ...facts) => channel.debug(prefix + message, ...facts),
    info: (message, ...facts) => channel.info(prefix + message, ...facts),
    warn: (message, ...facts) => channel.warn(prefix + message, ...facts),
    error: (message, ...facts) => channel.error(prefix + message, ...facts),
  };
}
