// The news of a session, as a list on a page, which opens by itself when somebody may mean harm.
import { $, make, onClick } from './page.mjs';

const MOST_SHOWN = 100;

/**
 * Returns what takes the news of `onNews`. `actionOf` says what one can do about an entry: a label and what happens then,
 * or nothing.
 */
export function listNews(actionOf) {
  let count = 0;
  const scrollDown = () => ($('news').scrollTop = $('news').scrollHeight);
  $('news-box').addEventListener('toggle', scrollDown);
  return (news) => {
    const item = make('li', { className: news.isAlarm ? 'alarm' : '' }, `${time()} ${news.text}`);
    const action = actionOf(news);
    if (action) {
      const button = make('button', { type: 'button', textContent: action.label });
      onClick(button, action.run);
      item.append(' ', button);
    }
    $('news').append(item);
    if ($('news').children.length > MOST_SHOWN) $('news').firstChild.remove();
    $('news-count').textContent = String((count += 1));
    if (news.isAlarm || news.type === 'link-requested') $('news-box').open = true;
    scrollDown();
  };
}

function time() {
  return new Date().toLocaleTimeString([], { timeStyle: 'short' });
}
