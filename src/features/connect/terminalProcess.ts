import { randomUUID } from 'node:crypto';
import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { DisposableStore } from '../../core/disposable';

/**
 * Runs a program in a terminal that the user sees, without a shell that could read an argument as something else. The
 * terminal stays open, so that what the program said can be read.
 *
 * @returns the exit code; undefined when the terminal was closed or the program did not start
 */
export async function runInTerminal(
  name: string,
  program: string,
  args: readonly string[],
): Promise<number | undefined> {
  const id = randomUUID();
  const task = new vscode.Task(
    { type: 'easel', id },
    vscode.TaskScope.Global,
    name,
    'Easel',
    // Not the workspace's folder: there may be none, and nothing in it should matter.
    new vscode.ProcessExecution(program, [...args], { cwd: homedir() }),
    [],
  );
  task.presentationOptions = {
    reveal: vscode.TaskRevealKind.Always,
    focus: false,
    panel: vscode.TaskPanelKind.Dedicated,
    showReuseMessage: false,
    clear: true,
  };
  const store = new DisposableStore();
  try {
    return await new Promise<number | undefined>((resolve, reject) => {
      const isOurs = ({ execution }: { readonly execution: vscode.TaskExecution }): boolean =>
        execution.task.definition['id'] === id;
      store.add(
        vscode.tasks.onDidEndTaskProcess((event) => {
          if (isOurs(event)) resolve(event.exitCode);
        }),
      );
      // A program that never started ends as a task only. Its process event, where there is one, comes first.
      store.add(
        vscode.tasks.onDidEndTask((event) => {
          if (isOurs(event)) setTimeout(() => resolve(undefined), 500);
        }),
      );
      vscode.tasks.executeTask(task).then(undefined, reject);
    });
  } finally {
    store.dispose();
  }
}
