/** The way of a request, from the command to the page. */
import { commands, TabInputWebview, window } from 'vscode';
import { site } from './nginx-asking.ts';
import { test } from './runner.ts';
import { closePreviews, inWebView, openFile, picture, seesWebViews, until } from './waiting.ts';

test('a request is followed from the command to the page', async () => {
  await openFile(site);
  const pageTab = () =>
    window.tabGroups.all
      .flatMap(({ tabs }) => tabs)
      .find(({ input }) => input instanceof TabInputWebview && input.viewType.endsWith('seaworthy.request'));
  const done = commands.executeCommand('seaworthy.explainRequest');
  if (!seesWebViews) {
    await commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
  } else {
    await picture('nginx-request-asked', { shows: '.quick-input-widget' });
    await picture('nginx-request-typed', {
      shows: '.quick-input-widget',
      keys: 'http://shop.example/login?next=/',
      key: 'Enter',
    });
  }
  await done;
  await until(() => pageTab() !== undefined, window.tabGroups.onDidChangeTabs as never);
  if (seesWebViews) {
    const press = 'li a[href*="shop.conf"]';
    await inWebView('nginx-request-way', { text: 'It is passed on to http://shop/login', press });
    const there = () => window.activeTextEditor?.selection.active.line === 0;
    await until(
      there,
      window.onDidChangeTextEditorSelection as never,
      window.onDidChangeActiveTextEditor as never,
    );
  }
  await closePreviews();
});
