import { accepted } from '../findings/effects';
import type { Rule } from '../findings/rule';

/** A listener of a Gateway for HTTPS has a certificate. */
export const listeners: Rule = {
  id: 'listeners',
  finds: 'An HTTPS listener of a Gateway without a certificate.',
  mend: 'Name the Secret with the certificate in `tls.certificateRefs`, or use HTTP.',
  sources: ['https://gateway-api.sigs.k8s.io/guides/tls/#listeners-and-tls'],

  *find(app) {
    for (const item of app.ofKind('Gateway')) {
      for (const [index, { name, protocol, tls }] of item.object.spec.listeners.entries()) {
        if (protocol !== 'HTTPS' || tls) continue;
        yield {
          item,
          path: `spec.listeners[${index}].tls`,
          problem: `its HTTPS listener ${name} has no tls with a certificate`,
          effect: accepted('the controller does not serve that listener'),
        };
      }
    }
  },
};
