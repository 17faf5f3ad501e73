import { getLocale } from "next-intl/server";
import { getModule } from "#lib/operations/server";
import { load, session } from "#lib/web/server";
import { EditorForbidden } from "../../../../../components/editor/frame/editor-forbidden.tsx";
import { EditorPage } from "../../../../../components/editor/frame/editor-page.tsx";
import { MantineFrame } from "../../../../../components/theme/mantine-frame.tsx";
import { LoadFailure } from "../../../../../components/ui/load-failure.tsx";
import { editorActions } from "../../../../modules/editor-actions.ts";

type Props = { params: Promise<{ name: string }> };
export const generateMetadata = async (props: Props) => ({ title: (await props.params).name });

export default async function Page({ params }: Props) {
  const input = { name: (await params).name, locale: await getLocale() };
  const [who, module] = await Promise.all([session(), load(getModule, input)]);
  if (!module.ok && module.error.code === "permission-missing")
    return <EditorForbidden module={input.name} role={who.user.role} />;
  if (!module.ok) return <LoadFailure error={module.error} />;
  return (
    <MantineFrame>
      <EditorPage module={module.value} session={who} actions={editorActions} />
    </MantineFrame>
  );
}
