/**
 * Every command line of the original tutorial, in its order, each once; with the form that it takes today or here, where it no
 * longer works as it was or its values were those of one machine. `documents.test.ts` looks for each in the pages.
 */
export const commands: readonly { readonly original: string; readonly now?: string }[] = [
  // 4.2
  { original: 'kubectl cluster-info' },
  { original: 'kubectl get nodes' },
  { original: 'kubectl config view' },

  // 4.3
  { original: "watch 'kubectl get pod,svc -o wide'" },
  {
    original: 'docker run -p 800:8080 --name helloworld gcr.io/google-samples/hello-app:1.0',
    now: 'docker run -p 8080:8080 --name helloworld gcr.io/google-samples/hello-app:1.0',
  },
  { original: 'kubectl run --image gcr.io/google-samples/hello-app:1.0 --restart Never helloworld' },
  { original: 'docker ps' },
  { original: 'kubectl get pods' },
  { original: 'docker logs helloworld' },
  { original: 'kubectl logs helloworld' },
  { original: 'docker inspect helloworld' },
  { original: 'kubectl describe pod helloworld' },
  { original: 'docker exec -it helloworld sh' },
  { original: 'kubectl exec -it helloworld sh', now: 'kubectl exec -it helloworld -- sh' },
  { original: 'docker rm helloworld', now: 'docker rm -f helloworld' },
  { original: 'kubectl delete pod helloworld' },
  {
    original: 'docker run --env TEST_ENV=hellow_world -d --name helloworld helloworld',
    now: 'docker run --env TEST_ENV=hellow_world -d --name helloworld gcr.io/google-samples/hello-app:1.0',
  },
  {
    original:
      'kubectl run --env TEST_ENV=hellow_world --image gcr.io/google-samples/hello-app:1.0 --restart Never helloworld',
  },
  { original: 'kubectl exec -it helloworld env', now: 'kubectl exec -it helloworld -- env' },
  {
    original: 'docker run -p 8080:8080 -d --name helloworld helloworld',
    now: 'docker run -p 8080:8080 -d --name helloworld gcr.io/google-samples/hello-app:1.0',
  },
  { original: 'kubectl run --port 8080 --image gcr.io/google-samples/hello-app:1.0 --restart Never helloworld' },
  { original: 'kubectl run --restart Never --image curlimages/curl:7.68.0 -it --rm curl sh' },
  { original: 'curl 172.17.0.4:8080', now: 'curl 10.244.0.131:8080' },
  { original: "kubectl get pods -o=jsonpath='{.items[0].status.podIP}'" },
  {
    original: "curl $(kubectl get pods -o=jsonpath='{.items[0].status.podIP}'):8080",
    now: "curl -sm 5 $(kubectl get pod helloworld -o=jsonpath='{.status.podIP}'):8080 || echo 'no answer'",
  },
  { original: 'ifconfig' },

  // 4.4.1
  { original: 'kubectl expose pod helloworld --type ClusterIP --port 8080 --name helloworld-clusterip' },
  { original: 'kubectl get service' },
  { original: 'curl helloworld-clusterip:8080', now: 'kubectl exec curl -- curl -s helloworld-clusterip:8080' },
  {
    original: 'curl 10.98.144.224:8080',
    now: "curl -sm 5 $(kubectl get service helloworld-clusterip -o=jsonpath='{.spec.clusterIP}'):8080 || echo 'no answer'",
  },

  // 4.4.2
  { original: 'kubectl expose pod helloworld --type NodePort --port 8080 --name helloworld-nodeport' },
  { original: 'curl helloworld-nodeport:8080', now: 'kubectl exec curl -- curl -s helloworld-nodeport:8080' },
  { original: 'minikube ip' },
  { original: 'curl 192.168.64.4:31889/', now: 'curl 192.168.49.2:30405/' },
  { original: 'curl $(minikube ip):31889', now: 'curl $(minikube ip):30405' },
  { original: 'minikube service helloworld-nodeport --url' },

  // 4.4.3
  { original: 'kubectl expose pod helloworld --type LoadBalancer --port 8080 --name helloworld-lb' },
  { original: 'curl helloworld-lb:8080', now: 'kubectl exec curl -- curl -s helloworld-lb:8080' },
  { original: 'minikube service helloworld-lb --url' },
  { original: 'curl $(minikube service helloworld-lb --url)' },

  // 4.5
  { original: 'minikube addons list' },
  { original: 'minikube addons enable ingress' },
  { original: 'kubectl get pods -n kube-system', now: 'kubectl get pods -n ingress-nginx' },
  { original: 'kubectl apply -f ingress.yaml', now: 'kubectl apply -f dist/ingress.yaml' },
  { original: 'kubectl get ingress' },
  { original: 'kubectl describe ingress helloworld' },
  { original: "kubectl get ingress | awk '{ print $4 }' | tail -1" },
  {
    original: "kubectl get ingress -o=jsonpath='{.items[0].status.loadBalancer.ingress[0].ip}'",
    now: 'kubectl get ingress -o=jsonpath=\'{.items[0].status.loadBalancer.ingress[0].ip}{"\\n"}\'',
  },
  { original: "curl $(kubectl get ingress | awk '{ print $4 }' | tail -1)" },
  { original: 'kubectl run --image gcr.io/google-samples/hello-app:2.0 --port 8080 --restart Never helloworld-v2' },
  { original: 'kubectl expose pod helloworld-v2 --type NodePort --port 8080 --name helloworld-v2-nodeport' },
  { original: 'kubectl apply -f ingress_path.yaml', now: 'kubectl apply -f dist/ingress_path.yaml' },
  { original: 'kubectl describe ingress helloworld-v2' },
  {
    original: 'curl 172.17.0.6:8080',
    now: "kubectl exec curl -- curl -s $(kubectl get pod helloworld-v2 -o=jsonpath='{.status.podIP}'):8080",
  },
  { original: 'curl helloworld-v2-nodeport:8080', now: 'kubectl exec curl -- curl -s helloworld-v2-nodeport:8080' },
  { original: "curl $(kubectl get ingress helloworld-v2 | awk '{ print $4 }' | tail -1)/helloworld_v2" },
  { original: 'kubectl delete pod helloworld-v2' },

  // 4.6
  { original: 'kubectl apply -f replicaset.yaml', now: 'kubectl apply -f dist/replicaset.yaml' },
  { original: 'kubectl get replicaset' },
  { original: 'kubectl scale --replicas=5 replicaset/helloworld' },
  {
    original: 'kubectl delete pod POD_ID',
    now: 'kubectl delete $(kubectl get pods -l app=helloworld -o name | head -1)',
  },
  { original: 'kubectl delete -f replicaset.yaml', now: 'kubectl delete -f dist/replicaset.yaml' },

  // 4.7
  {
    original: 'kubectl run --image gcr.io/google-samples/hello-app:1.0 helloworld',
    now: 'kubectl apply -f dist/deployment.yaml',
  },
  { original: 'kubectl get deployment' },
  { original: 'kubectl scale --replicas=5 deploy/helloworld' },
  { original: 'curl $(minikube service helloworld-nodeport --url)' },
  { original: 'kubectl set image deploy/helloworld helloworld=gcr.io/google-samples/hello-app:2.0' },
  { original: 'for i in {1..30}; do curl $(minikube service helloworld-nodeport --url); done' },
  { original: 'kubectl rollout history deploy/helloworld' },
  { original: 'kubectl rollout undo deploy/helloworld' },
  { original: 'kubectl delete deploy helloworld' },
  { original: 'kubectl delete svc helloworld-clusterip' },
  { original: 'kubectl delete svc helloworld-nodeport' },
  { original: 'kubectl delete svc helloworld-lb' },
  { original: 'kubectl delete svc helloworld-v2-nodeport' },
  { original: 'kubectl delete -f ingress.yaml', now: 'kubectl delete -f dist/ingress.yaml' },
  {
    original: 'kubectl delete -f ingress_path.yaml',
    now: 'kubectl delete -f dist/ingress_path.yaml --ignore-not-found',
  },
];
