import type { Language } from './language';

/** The words of the pictures that are neither names nor kinds. */
const english = {
  // Where requests come from, and where they come in
  machine: 'this machine',
  outsideCluster: 'outside the cluster',
  cluster: 'cluster',
  loadBalancer: 'load balancer',
  fromCloud: 'in the cloud',
  nodePort: 'node port',
  onEveryNode: 'on every node',
  ingressController: 'ingress controller',
  defaultClass: 'default class',
  class: (name: string) => `class ${name}`,
  port: (number: string | number) => `port ${number}`,

  // What a request goes by
  byIp: 'by IP address',
  byName: 'by name',
  anyOtherPath: 'any other path',
  path: (path: string) => `path ${path}`,

  // The objects
  headless: 'headless',
  service: (type: string) => `Service, ${type}`,
  replicas: (number: string | number) => `replicas: ${number}`,
};

/** The words of one language. */
export type Words = typeof english;

const japanese: Words = {
  machine: '手元のマシン',
  outsideCluster: 'クラスターの外',
  cluster: 'クラスター',
  loadBalancer: 'ロードバランサー',
  fromCloud: 'クラウドが用意',
  nodePort: 'ノードのポート',
  onEveryNode: 'すべてのノード',
  ingressController: 'Ingressコントローラー',
  defaultClass: 'デフォルトのクラス',
  class: (name) => `クラス ${name}`,
  port: (number) => `ポート ${number}`,

  byIp: 'IPアドレス',
  byName: '名前',
  anyOtherPath: 'それ以外のパス',
  path: (path) => `パス ${path}`,

  headless: 'ヘッドレス',
  service: (type) => `Service (${type})`,
  replicas: (number) => `レプリカ数: ${number}`,
};

/** The words of a language. */
export const wordsOf: Readonly<Record<Language, Words>> = { en: english, ja: japanese };
