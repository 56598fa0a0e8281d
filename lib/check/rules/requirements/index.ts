import type { Rule } from '../../findings/rule';
import { images } from './images';
import { nodeSize } from './node-size';
import { podSecurity } from './pod-security';
import { resources } from './resources';

/** What Kubernetes does not demand, but a project may: an app is checked for those requirements that it names. */
export const requirements: readonly Rule[] = [images, resources, nodeSize, podSecurity];
