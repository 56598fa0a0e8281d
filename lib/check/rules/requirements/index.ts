import type { Rule } from '../rule';
import { images } from './images';
import { nodeSize } from './node-size';
import { podSecurity } from './pod-security';
import { resources } from './resources';

/** What this project demands besides, and other manifests need not meet. An app is checked for it if it names it. */
export const requirements: readonly Rule[] = [images, resources, nodeSize, podSecurity];
