import { QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useObserved } from '../api/observed';
import { restoreOutbox } from '../api/outbox';
import { queryClient } from '../api/query_client';
import { restoreAnswers, saveAnswers } from '../api/saved_answers';
import { session } from '../api/session';
import { active } from '../i18n';
import { Entry } from '../screens/entry/Entry';
import { Recovery } from './Recovery';
import { Shell } from './Shell';
import { SignInAgain } from './SignInAgain';

/** What is kept on the device for this user is there before the first screen is. */
function useKeptAnswers(user: number | undefined) {
  const [ready, setReady] = useState<number>();
  useEffect(() => {
    if (user === undefined) return;
    let leave = () => {};
    let left = false;
    void Promise.all([restoreAnswers(queryClient, user), restoreOutbox(user)]).then(() => {
      if (left) return;
      leave = saveAnswers(queryClient, user);
      setReady(user);
    });
    return () => {
      left = true;
      leave();
    };
  }, [user]);
  return ready === user;
}

function Signed() {
  const user = useObserved(session)?.user.id;
  const isReady = useKeptAnswers(user);
  if (user === undefined) return <Entry />;
  return isReady ? <Shell key={user} /> : null;
}

export function App() {
  const { language } = useObserved(active);
  return (
    <QueryClientProvider client={queryClient}>
      <Recovery key={language}>
        <Signed />
        <SignInAgain />
      </Recovery>
    </QueryClientProvider>
  );
}
