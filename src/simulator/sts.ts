import { randomUUID } from 'node:crypto';
import type { SimRequest, SimResponse } from './http';
import { element } from './s3/xml';

/** `POST /` with a form: `GetCallerIdentity` is all that is asked of it. */
export function handleSts(request: SimRequest, accountId: string): SimResponse {
  const form = new URLSearchParams(request.body.toString('utf8'));
  const metadata = element('ResponseMetadata', element('RequestId', randomUUID()), true);
  const root = (name: string, content: string): string =>
    `<${name} xmlns="https://sts.amazonaws.com/doc/2011-06-15/">${content}</${name}>`;
  if (form.get('Action') !== 'GetCallerIdentity') {
    const error =
      element('Type', 'Sender') +
      element('Code', 'InvalidAction') +
      element('Message', 'Could not find the operation');
    return {
      status: 400,
      headers: { 'content-type': 'text/xml' },
      body: root('ErrorResponse', element('Error', error, true) + metadata),
    };
  }
  const result =
    element('Arn', `arn:aws:iam::${accountId}:user/offline`) +
    element('UserId', 'AIDAOFFLINEPREVIEW00') +
    element('Account', accountId);
  return {
    status: 200,
    headers: { 'content-type': 'text/xml' },
    body: root('GetCallerIdentityResponse', element('GetCallerIdentityResult', result, true) + metadata),
  };
}
