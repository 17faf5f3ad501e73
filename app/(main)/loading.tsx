import { SkeletonTable } from "../../components/ui/skeleton-table.tsx";

export default SkeletonTable;
