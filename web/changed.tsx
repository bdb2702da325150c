/** Says what has changed about the session of whoever is signed in, until it is closed. */
import type { SignedIn } from './api/answers';
import { usePlace } from './api/use-place';
import { Notice } from './components/notice';
import { listRoles } from './model/roles';
import type { SessionChange } from './model/session-change';
import { texts } from './texts';

interface ChangedProps {
  readonly change: SessionChange;
  readonly session: SignedIn;
  readonly onClose: () => void;
}

export function Changed({ change, session: { actor, companies }, onClose }: ChangedProps) {
  const { place } = usePlace();
  const grants = place.at === 'queue' ? companies[place.companyId] : undefined;
  const roles = grants ? texts.signIn.newRoles(grants.name, listRoles(grants).join(', ')) : texts.signIn.newCompanies;
  return (
    <Notice tone="attention">
      <p>{change === 'person' ? texts.signIn.newPerson(actor.name ?? actor.id) : roles}</p>
      <div class="buttons">
        <button type="button" onClick={onClose}>
          {texts.close}
        </button>
      </div>
    </Notice>
  );
}
