import * as vscode from 'vscode';
import { ok, type Result } from '../../core/result';
import { askConsent } from './askConsent';
import type { SearchDependencies } from './dependencies';

/** Asks for the consent where nothing is indexed. @returns whether there is something to compare now */
export async function indexIsThere(deps: SearchDependencies): Promise<Result<boolean>> {
  const search = await deps.search();
  if (search.state.kind !== 'noConsent') return ok(true);
  const asked = await askConsent(deps);
  if (!asked.ok || !asked.value) return asked;
  const text = vscode.l10n.t('The images are being indexed. Ask again when that is done.');
  deps.reporter.tell({ severity: 'info', text, actions: [] });
  return ok(false);
}
