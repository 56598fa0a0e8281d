import { accepted } from './effects';
import type { Rule } from './rule';

/** A listener of a Gateway for HTTPS has a certificate. */
export const listeners: Rule = {
  id: 'listeners',
  finds: 'A listener of a Gateway for HTTPS that has no certificate.',
  mend: 'Name the Secret with the certificate in `tls.certificateRefs`, or listen for HTTP.',
  sources: ['https://gateway-api.sigs.k8s.io/guides/tls/#listeners-and-tls'],

  *find(app) {
    for (const item of app.ofKind('Gateway')) {
      for (const [index, { name, protocol, tls }] of (item.object.spec?.listeners ?? []).entries()) {
        if (protocol !== 'HTTPS' || tls) continue;
        yield {
          item,
          path: `spec.listeners[${index}].tls`,
          problem: `its listener ${name} is for HTTPS, but has no tls with a certificate`,
          effect: accepted('the controller does not serve that listener'),
        };
      }
    }
  },
};
