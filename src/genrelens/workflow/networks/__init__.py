"""Pretrained networks: obtaining them once, listing what is there, removing them."""
