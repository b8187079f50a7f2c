import { type Directive, effective } from '../../core/rule.ts';

/** Not everybody may ask: an inner request, a password, an address list, a client certificate, a question to another service. */
export function isRestricted(block: Directive): boolean {
  const says = (name: string, value: string) =>
    effective(block, name).some(({ args }) => args[0]?.text === value);
  const asks = (name: string) => effective(block, name).some(({ args }) => args[0]?.text !== 'off');
  return (
    block.first('internal') !== undefined ||
    effective(block, 'deny').length > 0 ||
    asks('auth_basic') ||
    asks('auth_request') ||
    says('ssl_verify_client', 'on')
  );
}
