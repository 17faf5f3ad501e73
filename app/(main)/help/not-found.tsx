import { HelpMissing } from "../../../components/help/help-missing.tsx";

export default HelpMissing;
