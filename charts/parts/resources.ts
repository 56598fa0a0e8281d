import { Quantity, type ResourceRequirements } from '../../imports/k8s';
import { because } from '../../lib/synth/because';

/** Enough for each container of the chapter, and small enough for the whole chapter to fit in 2 CPUs and 2 GiB. */
export const smallResources: ResourceRequirements = {
  ...because('so that the whole chapter, at its largest, fits in 2 CPUs and 2 GiB'),
  requests: { cpu: Quantity.fromString('10m'), memory: Quantity.fromString('16Mi') },
  limits: { cpu: Quantity.fromString('100m'), memory: Quantity.fromString('64Mi') },
};
