/** Ask with the newest question only, and never with two at once. */

/**
 * Make a lane: one question is under way at a time; of those that come meanwhile only
 * the newest is kept, and asked as soon as the answer is there.
 *
 * @param {(question: any) => Promise<any>} ask
 * @param {(answer: any, question: any) => void} show
 * @param {(error: Error) => void} onTrouble
 * @returns {(question: any) => void}
 */
export function newest(ask, show, onTrouble) {
  let isAsking = false;
  let waiting = null;
  const go = async (question) => {
    isAsking = true;
    try {
      show(await ask(question), question);
    } catch (error) {
      onTrouble(error);
    } finally {
      isAsking = false;
    }
    const next = waiting;
    waiting = null;
    if (next) go(next.question);
  };
  return (question) => {
    if (isAsking) waiting = { question };
    else go(question);
  };
}
