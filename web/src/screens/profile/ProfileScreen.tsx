import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { changed, useWrite } from '../../api/changes';
import { Problem } from '../../api/problem';
import { read } from '../../api/client';
import { profileQuery } from '../../api/queries';
import type { Profile } from '../../api/types';
import { t } from '../../i18n';
import { FormActions, useSubmit } from '../../parts/Form';
import { Panel } from '../../parts/Panel';
import { say } from '../../parts/Toasts';
import { Versions } from '../../parts/Versions';
import { allFacts, FactFields, factsOf, knownFacts } from './FactFields';

/** A merge patch: only what differs. */
function differing(before: object, after: object) {
  const was = before as Record<string, unknown>;
  return Object.fromEntries(Object.entries(after).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(was[name])));
}

function ProfileForm({ profile }: { profile: Profile }) {
  const base = useRef(profile);
  const [facts, setFacts] = useState(() => knownFacts(profile));
  const [theirs, setTheirs] = useState<Profile>();
  const write = useWrite<Profile>({ keys: ['profile', 'score'] });
  const before = factsOf(knownFacts(base.current), allFacts) ?? {};
  const after = factsOf(facts, allFacts);
  const change = after ? differing(before, after) : {};
  const { problem, faults, isBusy, submit } = useSubmit(async () => {
    if (after === null || Object.keys(change).length === 0) return say(t('said.nothing_changed'));
    const version = (theirs ?? base.current).version;
    try {
      const delivery = await write.mutateAsync({ method: 'PATCH', path: '/api/v1/users/me', body: change, version, title: t('screen.profile') });
      if (delivery.sent) base.current = delivery.body;
      setTheirs(undefined);
      say(t(delivery.sent ? 'said.saved' : 'said.waits'));
    } catch (reason) {
      if (!(reason instanceof Problem) || !reason.isStale) throw reason;
      setTheirs(await read('/api/v1/users/me'));
      changed(['profile']);
    }
  });
  return (
    <form onSubmit={(event) => void submit(event)}>
      <FactFields facts={facts} change={setFacts} names={allFacts} faults={faults} />
      {theirs && <div role="alert"><p className="caveat">{t('conflict.lead')}</p><Versions mine={change} theirs={{ ...theirs }} /></div>}
      <FormActions label={t(theirs ? 'conflict.keep_mine' : 'action.save')} isBusy={isBusy} problem={problem} />
    </form>
  );
}

export function ProfileScreen() {
  return (
    <>
      <p className="lead">{t('profile.lead')}</p>
      <Panel title={t('profile.about_you')} service="profile" asked={useQuery(profileQuery)}>
        {(profile) => <ProfileForm profile={profile} />}
      </Panel>
    </>
  );
}
