-- Title of the rule in Chinese, as it was when the drill ran.
alter table quality.drill_results add column rule_title_zh text;
