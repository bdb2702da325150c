/** The choice of a company, for people whose account has more than one. */
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import type { SessionCompany, SignedIn } from './api/answers';
import { type Place, toPath } from './api/place';
import { onLink } from './api/use-place';
import { Notice } from './components/notice';
import { TopBar } from './components/top-bar';
import { listRoles } from './model/roles';
import { texts } from './texts';

interface CompaniesProps {
  readonly session: SignedIn;
  /** What has changed about the session. */
  readonly changed: ComponentChildren;
  readonly go: (place: Place) => void;
  readonly onSession: () => void;
}

function Company({ id, grants, go }: { id: string; grants: SessionCompany; go: CompaniesProps['go'] }) {
  const place: Place = { at: 'queue', companyId: id };
  return (
    <li>
      <a class="choice" href={toPath(place)} onClick={onLink(() => go(place))}>
        <strong>{grants.name}</strong>
        <span class="quiet">{listRoles(grants).join(', ')}</span>
      </a>
    </li>
  );
}

export function Companies({ session, changed, go, onSession }: CompaniesProps) {
  useEffect(() => {
    document.title = `${texts.companies.title} · ${texts.product}`;
  }, []);
  const companies = Object.entries(session.companies);
  return (
    <>
      <TopBar session={session} onSession={onSession} />
      <main class="page">
        <h1>{texts.companies.title}</h1>
        {changed}
        {companies.length === 0 && <Notice tone="attention">{texts.companies.none}</Notice>}
        <ul class="choices">
          {companies.map(([id, grants]) => (
            <Company key={id} {...{ id, grants, go }} />
          ))}
        </ul>
      </main>
    </>
  );
}
