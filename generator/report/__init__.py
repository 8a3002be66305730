"""Write findings for those who can mend them: terminal, job summary, annotations. In French."""

from generator.report.annotations import annotations as annotations
from generator.report.markdown import summary as summary
from generator.report.terminal import told as told
