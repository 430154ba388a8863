import type { ManagedSearch } from '../../core/search/managedSearch';
import type { Reporter } from '../../platform/reporter';

/** What the commands around search need. */
export interface SearchDependencies {
  /** Of this window's workspace; loaded at the first use. */
  readonly search: () => Promise<ManagedSearch>;
  /** Whether the user has agreed before; loads next to nothing. */
  readonly hasConsented: () => Promise<boolean>;
  readonly reporter: Reporter;
}
