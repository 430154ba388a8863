import { readFile } from 'node:fs/promises';
import * as tls from 'node:tls';

/**
 * A TLS context that trusts what Node trusts, and what this computer and VS Code trust beside it: the system's store
 * (Node 22.15 and newer can read it), `NODE_EXTRA_CA_CERTS`, `AWS_CA_BUNDLE`, and certificates handed in.
 *
 * @returns undefined when there is nothing to add, so that Node's own default stays
 */
export async function trustedContext(
  extra: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<tls.SecureContext | undefined> {
  const added = [
    ...systemCertificates(),
    ...(await readCertificates(environment['NODE_EXTRA_CA_CERTS'])),
    ...(await readCertificates(environment['AWS_CA_BUNDLE'])),
    ...extra,
  ];
  if (added.length === 0) return undefined;
  // One context for all connections: parsing hundreds of certificates for each would cost milliseconds every time.
  return tls.createSecureContext({ ca: [...new Set([...tls.rootCertificates, ...added])] });
}

function systemCertificates(): readonly string[] {
  try {
    // Typed as always there, but absent before Node 22.15, which VS Code 1.103 may be below.
    return 'getCACertificates' in tls ? tls.getCACertificates('system') : [];
  } catch {
    // A store that cannot be read adds nothing; a certificate that is missed shows as `certificateRefused`.
    return [];
  }
}

async function readCertificates(path: string | undefined): Promise<readonly string[]> {
  if (!path) return [];
  try {
    const text = await readFile(path, 'utf8');
    return text.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [];
  } catch {
    return [];
  }
}
