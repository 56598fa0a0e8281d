const component = '[a-z0-9]+(?:(?:\\.|_{1,2}|-+)[a-z0-9]+)*';
const host =
  '(?:[A-Za-z0-9](?:[-A-Za-z0-9]*[A-Za-z0-9])?(?:\\.[A-Za-z0-9](?:[-A-Za-z0-9]*[A-Za-z0-9])?)*|\\[[0-9a-fA-F:]+\\])(?::[0-9]+)?';
const reference = new RegExp(
  `^(?<repository>(?:${host}/)?${component}(?:/${component})*)(?::\\w[-.\\w]{0,127})?(?:@[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,})?$`,
);

/**
 * The repository that a reference to an image names, whatever its tag and digest; undefined if no container runtime can read
 * it.
 *
 * @see https://pkg.go.dev/github.com/distribution/reference
 */
export function repositoryOf(image: string): string | undefined {
  return reference.exec(image)?.groups?.repository;
}
