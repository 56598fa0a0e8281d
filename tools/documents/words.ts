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

  // 4.1: the parts of a cluster
  onThisMachine: 'on this machine',
  controlPlane: 'control plane',
  apiServer: 'API server',
  onlyEntryPoint: 'the only entry point',
  storesObjects: 'stores the objects',
  scheduler: 'scheduler',
  picksNodes: 'picks a node for each Pod',
  controllerManager: 'controller manager',
  drivesState: ['drives actual state', 'to desired state'],
  workerNode: 'worker node',
  startsPods: 'starts the Pods',
  writesRules: ['watches the API server,', 'writes the network rules'],
  networkRules: 'network rules',
  toPods: ['take requests for', 'a Service to its Pods'],

  // 4.2: the kubeconfig
  context: 'context',
  currentContext: 'the current one',
  clusterAddress: ['server address,', 'CA certificate'],
  user: 'user',
  credentials: ['client certificate', 'and key'],
  where: 'which cluster',
  who: 'which user',
  reads: 'reads',

  // 4.3: what is in a Pod, and the networks
  node: 'node',
  container: 'container',
  networkInterface: 'network interface',
  sharedAddress: ['one IP address,', 'shared by the containers'],
  volume: 'volume',
  mounts: 'mounts',
  localNetwork: 'local network',
  podNetwork: 'Pod network',
  noRoute: 'no route',

  // 4.7: the rolling update
  before: 'before',
  oneMore: 'one more',
  oneLess: 'one less',
  soOn: 'and so on',
  after: 'after',
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

  onThisMachine: '手元のマシン',
  controlPlane: 'コントロールプレーン',
  apiServer: 'APIサーバー',
  onlyEntryPoint: '唯一の入り口',
  storesObjects: 'オブジェクトを保存',
  scheduler: 'スケジューラー',
  picksNodes: 'ノードを選ぶ',
  controllerManager: 'コントローラーマネージャー',
  drivesState: ['実際の状態を', '望ましい状態に近づける'],
  workerNode: 'ワーカーノード',
  startsPods: 'Podを起動する',
  writesRules: ['APIサーバーを監視し、', 'ルールを設定する'],
  networkRules: 'ネットワークのルール',
  toPods: ['Service宛てのリクエストを', 'Podに届ける'],

  context: 'コンテキスト',
  currentContext: '現在のコンテキスト',
  clusterAddress: ['サーバーのアドレス、', 'CAの証明書'],
  user: 'ユーザー',
  credentials: ['クライアント証明書と', '秘密鍵'],
  where: 'どのクラスターに',
  who: 'どのユーザーで',
  reads: '読み取る',

  node: 'ノード',
  container: 'コンテナ',
  networkInterface: 'ネットワークインターフェース',
  sharedAddress: ['1つのIPアドレスを', 'コンテナが共有する'],
  volume: 'ボリューム',
  mounts: 'マウント',
  localNetwork: '手元のネットワーク',
  podNetwork: 'Podのネットワーク',
  noRoute: '経路がない',

  before: '更新前',
  oneMore: '1つ増やす',
  oneLess: '1つ減らす',
  soOn: '繰り返す',
  after: '更新後',
};

/** The words of a language. */
export const wordsOf: Readonly<Record<Language, Words>> = { en: english, ja: japanese };
