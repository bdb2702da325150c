/** The way to another project of the company, in the same list. */
import { useDesk } from '../api/desk';
import { toList, toPath } from '../api/place';
import { onLink } from '../api/use-place';

interface ProjectLinkProps {
  readonly projectId: string;
  readonly label: string;
}

export function ProjectLink({ projectId, label }: ProjectLinkProps) {
  const { go, place } = useDesk();
  const target = { ...toList(place), projectId };
  return (
    <a href={toPath(target)} onClick={onLink(() => go(target))}>
      {label}
    </a>
  );
}
